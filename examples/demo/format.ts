const none = '–';
const known = (value: number, text: () => string): string => (Number.isFinite(value) ? text() : none);

/** Three figures are enough for a glance. */
const short = (value: number): string => value.toFixed(value < 9.95 ? 1 : 0);

export const rate = (perSecond: number): string => known(perSecond, () => perSecond.toFixed(1));
/** What is seldom is not nothing. */
export const perSecond = (value: number): string => known(value, () => (value > 0 && value < 0.05 ? '<0.1/s' : `${value.toFixed(1)}/s`));
export const count = (value: number): string => known(value, () => Math.round(value).toLocaleString('en'));
/** What a process does not have is not told. */
export const countOrNothing = (value: number): string => (Number.isNaN(value) ? '' : count(value));
export const dollarsPerHour = (value: number): string => known(value, () => `$${value.toFixed(2)}/h`);
export const percent = (share: number): string => known(share, () => (share === 0 ? '0 %' : `${short(share * 100)} %`));
const brief = (value: number): string => (value < 0.9995 ? `${short(value * 1000)} ms` : `${short(value)} s`);
export const seconds = (value: number): string => known(value, () => (value === 0 ? '0 s' : brief(value)));

export function bytes(value: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const step = value < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(value) / 3));
  return known(value, () => (value === 0 ? '0 B' : `${short(value / 1000 ** step)} ${units[step]}`));
}

/** `1:07:42` */
export function clock(ms: number): string {
  const whole = Math.floor(ms / 1000);
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const tail = String(rest).padStart(2, '0');
  return hours === 0 ? `${minutes}:${tail}` : `${hours}:${String(minutes).padStart(2, '0')}:${tail}`;
}
