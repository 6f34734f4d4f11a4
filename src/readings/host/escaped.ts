/** A path as it is, of one in which the kernel wrote blanks, tabs, line ends and backslashes as octal numbers: `\040`. */
export const decoded = (text: string): string =>
  text.replaceAll(/\\([0-3][0-7]{2})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
