const ms = performance.now();
const rss = process.memoryUsage.rss();
const { default: settled } = await import('./settled.cjs');
settled(ms, rss);
