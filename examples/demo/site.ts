/** Where the page of a program is, or why there is none. */
export interface Site {
  readonly link: boolean;
  readonly text: string;
}
