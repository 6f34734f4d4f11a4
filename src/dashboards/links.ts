import type { Link } from './model.ts';
import type { Name } from './name.ts';

/** What every dashboard is tagged with, by which they find each other. */
export const tag = 'autonomica';
export const uidOf = (name: Name): string => `${tag}-${name}`;

const common = { tooltip: '', tags: [], asDropdown: false, targetBlank: false, includeVars: false, keepTime: false } as const;

export const toDashboards: Link = {
  ...common,
  title: 'Dashboards',
  type: 'dashboards',
  icon: '',
  tags: [tag],
  asDropdown: true,
  keepTime: true,
};
export const toRunbooks = (url: string): Link => ({ ...common, title: 'Runbooks', type: 'link', icon: 'doc', url, targetBlank: true });

/** To a dashboard that shows more, of the same time; the braces are Grafana's. */
export const toMore = (name: Name): Link => ({
  ...common,
  title: 'More',
  type: 'link',
  icon: '',
  url: `/d/${uidOf(name)}?\${__url_time_range}`,
});
