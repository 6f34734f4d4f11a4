import { Files } from './files.ts';

/** The files of one reading: what it looks up twice, such as the limits of what two containers are in, is read once. */
export class Once extends Files {
  readonly #texts = new Map<string, string | Error>();

  override text(name: string): string {
    const there = this.#texts.get(name) ?? this.#read(name);
    if (typeof there === 'string') return there;
    throw there;
  }

  #read(name: string): string | Error {
    let text: string | Error;
    try {
      text = super.text(name);
    } catch (error) {
      text = error as Error;
    }
    this.#texts.set(name, text);
    return text;
  }
}
