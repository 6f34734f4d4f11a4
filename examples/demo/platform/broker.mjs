// BullMQ where there is a Redis; without one its equivalent in this process.
export const { Queue, UnrecoverableError, Worker } = await import(process.env.REDIS_URL ? 'bullmq' : './in-process/index.js');
