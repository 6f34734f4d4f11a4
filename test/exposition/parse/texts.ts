import * as fc from 'fast-check';
import { encodeText } from '../../../src/exposition/text.ts';
import { someFamilies } from './arbitrary.ts';
import { good } from './good.ts';

const words = 'a h s _sum _count _bucket # TYPE HELP histogram summary counter { } le="1" le="+Inf" quantile="0.5" , " = \\ 1 - NaN e9 😀';
const fragment = fc.constantFrom(...words.split(' '), ' ', ' ', '\n', '\n', ' 1\n', '# TYPE ', '# HELP ', '\t', '\r', '\ud800');

/** Pieces of the format in any order. */
export const soup = fc.array(fragment, { maxLength: 40 }).map((parts) => parts.join(''));

const valid = fc.oneof(someFamilies.map(encodeText), fc.constantFrom(...good.map(({ text }) => text)));
const edit = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  cut: fc.nat({ max: 5 }),
  put: fc.oneof(fragment, fc.string()),
});
const mutated = fc.tuple(valid, fc.array(edit, { minLength: 1, maxLength: 4 })).map(([text, edits]) =>
  edits.reduce((now, { at, cut, put }) => {
    const from = Math.floor(at * now.length);
    return now.slice(0, from) + put + now.slice(from + cut);
  }, text),
);
const units = fc.array(fc.nat({ max: 0xffff })).map((codes) => String.fromCharCode(...codes));

/** Texts near to the format, and texts far from it. */
export const someTexts = fc.oneof(mutated, soup, units, fc.string({ unit: 'binary' }));

const spoilt = fc.tuple(valid, fc.nat(), fc.nat({ max: 255 })).map(([text, at, byte]) => {
  const bytes = Buffer.from(text);
  if (bytes.length > 0) bytes[at % bytes.length] = byte;
  return bytes;
});

/** Bytes of such texts with one of them changed, and any bytes. */
export const someBytes = fc.oneof(fc.uint8Array(), spoilt);
