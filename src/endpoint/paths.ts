/** Where the endpoint answers on its own server. */
export const paths = ['/metrics', '/-/healthy', '/-/ready', '/'] as const;
export type Path = (typeof paths)[number];
