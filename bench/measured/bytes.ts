import { gzipSync } from 'node:zlib';
import { answer, asked } from './child.ts';
import { bundled } from './bundled.ts';

const { contender, isBare } = asked as { readonly contender: string; readonly isBare: boolean };
const bundle = await bundled(contender, isBare);
answer({ gzip: gzipSync(bundle, { level: 9 }).length / 1000, whole: bundle.length / 1000 });
