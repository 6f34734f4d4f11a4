import type { Bounds, Definition } from '../catalogue/define.ts';
import { label } from './promql.ts';

/** What Prometheus fills into an annotation: a label of the alert, by its key in a definition. */
export const shown = <A extends Bounds>(definition: Definition<Definition['kind'], A>, key: keyof A): string =>
  `{{ $labels.${label(definition, key)} }}`;

/** The value of an alert whose expression is a share: `95.2%`. */
export const valuePercent = '{{ $value | humanizePercentage }}';
