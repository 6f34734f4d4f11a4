import type { WriteStream } from 'node:tty';
import { type Line, printed, widthOf } from './line.ts';
import type { Size } from './grid.ts';
import { type Facts, picture } from './picture.ts';
import type { View } from './view.ts';

const enter = '\u001B[?1049h\u001B[?25l';
const leave = '\u001B[?25h\u001B[?1049l';
const home = '\u001B[H';
const clear = '\u001B[2J';
const eraseBelow = '\u001B[J';
/** On a line that fills the terminal it would take the last character away. */
const eraseRest = (line: Line, { columns }: Size): string => (widthOf(line) > 0 && widthOf(line) % columns === 0 ? '' : '\u001B[K');

/** A terminal's other screen, painted in place; what was on the first one is there again afterwards. */
export class Screen implements View {
  readonly #out: WriteStream;
  readonly #coloured: boolean;
  #facts: Facts | undefined;

  constructor(out: WriteStream) {
    this.#out = out;
    this.#coloured = out.hasColors();
    out.write(enter);
    out.on('resize', this.#resized);
    process.on('exit', this.#leave);
  }

  show(facts: Facts): void {
    this.#facts = facts;
    const size = { columns: this.#out.columns || 80, rows: this.#out.rows || 24 };
    const lines = picture(facts, size).slice(0, size.rows);
    this.#out.write(home + lines.map((line) => printed(line, this.#coloured) + eraseRest(line, size)).join('\r\n') + eraseBelow);
  }

  [Symbol.dispose](): void {
    this.#out.off('resize', this.#resized);
    process.off('exit', this.#leave);
    this.#leave();
  }

  readonly #resized = (): void => {
    this.#out.write(clear);
    if (this.#facts) this.show(this.#facts);
  };

  readonly #leave = (): void => {
    this.#out.write(leave);
  };
}
