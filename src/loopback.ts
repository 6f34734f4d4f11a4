/** Whether only this machine reaches a host; in a URL an address of IPv6 stands in brackets. */
export const isLoopback = (host: string): boolean => /^(localhost|127\.\d+\.\d+\.\d+|::1|\[::1\])$/.test(host);
