import type { Configuration, Settings } from './environment.ts';
import type { InstrumentationState } from './endpoint/status.ts';
import type { Context, Instrumentation } from './instrumentation.ts';

/** The setting that switches an instrumentation off, if one does. */
export function switchedOffBy({ known, setting }: Instrumentation, settings: Settings): keyof Settings | undefined {
  if (setting !== undefined && settings[setting] === false) return setting;
  if (settings.disabledOnes.includes(known)) return 'disabledOnes';
  return settings.enabled.includes(known) ? undefined : 'enabled';
}

/** Attaches an instrumentation, unless a setting switches it off, and gives what became of it, which it may change later. */
export function attachTo(
  instrumentation: Instrumentation,
  { settings, effective }: Configuration,
  given: Omit<Context, 'report' | 'unknown'>,
): InstrumentationState {
  const { name, library } = instrumentation;
  const state: InstrumentationState = { name, library, state: 'library not loaded', detail: '' };
  const off = switchedOffBy(instrumentation, settings);
  if (off !== undefined)
    return Object.assign(state, { state: 'switched off', detail: `by ${effective.find(({ option }) => option === off)?.variable}` });
  const report: Context['report'] = (to, detail = '') => Object.assign(state, { state: to, detail });
  given.guard(`attach ${name}`, () => {
    state.state = 'failed';
    instrumentation.attach({
      ...given,
      report,
      unknown(found, sentence = `${library} ${found} is not known: its requests are counted without a route`) {
        report('version unknown', found);
        given.log.once(`${library} ${found}`, sentence);
      },
    });
  })();
  return state;
}
