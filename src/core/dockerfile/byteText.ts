/** A text as BuildKit sees it where it goes through it byte by byte: each byte of its UTF-8 is a character. */
export interface ByteText {
  readonly text: string;
  /** Where the character of the original is that a byte belongs to; one more at the end. */
  readonly offsets: readonly number[];
}

/** Whether the bytes of a text are its characters. */
export function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) {
    if (text.charCodeAt(at) >= 0x80) {
      return false;
    }
  }
  return true;
}

/** The bytes of a text; half a character counts as U+FFFD. */
export function toByteText(original: string): ByteText {
  const encoder = new TextEncoder();
  const offsets: number[] = [];
  let text = '';
  let at = 0;
  for (const character of original) {
    for (const byte of encoder.encode(character)) {
      text += String.fromCharCode(byte);
      offsets.push(at);
    }
    at += character.length;
  }
  offsets.push(at);
  return { text, offsets };
}
