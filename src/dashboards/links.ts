import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import { type DashboardLink, DashboardLinkBuilder, DashboardLinkType } from '@grafana/grafana-foundation-sdk/dashboard';
import type { Name } from './name.ts';

/** What every dashboard is tagged with, by which they find each other. */
export const tag = 'autonomica';
export const uidOf = (name: Name): string => `${tag}-${name}`;

/** In sight: the kit would put it into a menu. */
function link(builder: DashboardLinkBuilder): Builder<DashboardLink> {
  const { placement: _, ...visible } = builder.build();
  return { build: () => visible };
}

export const toDashboards = (): Builder<DashboardLink> =>
  link(new DashboardLinkBuilder('Dashboards').type(DashboardLinkType.Dashboards).tags([tag]).asDropdown(true).keepTime(true));

export const toRunbooks = (url: string): Builder<DashboardLink> =>
  link(new DashboardLinkBuilder('Runbooks').type(DashboardLinkType.Link).icon('doc').url(url).targetBlank(true));

/** To a dashboard that shows more, of the same time; the braces are Grafana's. */
export const toMore = (name: Name): Builder<DashboardLink> =>
  link(new DashboardLinkBuilder('More').type(DashboardLinkType.Link).url(`/d/${uidOf(name)}?\${__url_time_range}`));
