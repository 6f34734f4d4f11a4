export const labels = { 'app.kubernetes.io/part-of': 'autonomica-metrics' };
/** By this label services and pods are found, and a job is called what it says. */
export const nameLabel = 'app.kubernetes.io/name';

/** What we name is named by the labels of DNS here. */
export const dnsName = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9-]/g, '-');
export const named = (name: string): { name: string; labels: typeof labels } => ({ name: `autonomica-${dnsName(name)}`, labels });
