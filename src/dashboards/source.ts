/** The uid of the data source that is provisioned; a dashboard begins with it. */
export const prometheusUid = 'prometheus';
/** The data source that is chosen at the top of a dashboard; the braces are Grafana's. */
export const source = { type: 'prometheus', uid: '${datasource}' };
