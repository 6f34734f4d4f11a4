import { gauge } from '../catalogue/define.ts';

/** What doctor sends through everything: a sample that it serves itself, under a number of its own each time. */
export const canary = gauge({
  name: 'autonomica.doctor.canary',
  unit: '',
  means: 'A sample that doctor looks for.',
  attributes: { id: { name: 'doctor', keep: 1 } },
});

/** The alert that a rule makes of it, for doctor alone. */
export const canaryAlert = 'AutonomicaDoctorCanary';
/** The job that finds it, by files that doctor writes. */
export const canaryJob = 'doctor';
/** Where doctor waits for it, unless told otherwise. */
export const canaryPort = 9095;
