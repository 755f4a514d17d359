import { tarBlockBytes } from './tarHeader.js';

/** A member of a tar archive to be written. */
export interface TarMember {
  readonly name: string;
  readonly kind: 'file' | 'directory' | 'symlink';
  /** Of the content; 0 for what is no file. */
  readonly sizeBytes: number;
  /** Where a symlink leads. */
  readonly linkName?: string;
}

const nameField = 100;
const prefixField = 155;
/** The largest size that eleven octal digits hold. */
const maxOctalSize = 8 * 1024 ** 3 - 1;

const flags = { file: '0', directory: '5', symlink: '2' } as const;
const modes = { file: 0o644, directory: 0o755, symlink: 0o777 } as const;

/**
 * The header of a member, with fixed owner, mode and time, so that equal members give equal bytes. It is POSIX
 * ustar; a name or a size that does not fit there is told in a PAX header ahead of it.
 * https://pubs.opengroup.org/onlinepubs/9699919799/utilities/pax.html#tag_20_92_13
 */
export function encodeTarHeader(member: TarMember): Uint8Array {
  const records = [
    ...(splitName(member.name) === undefined ? [paxRecord('path', member.name)] : []),
    ...(Buffer.byteLength(member.linkName ?? '') > nameField
      ? [paxRecord('linkpath', member.linkName ?? '')]
      : []),
    ...(member.sizeBytes > maxOctalSize ? [paxRecord('size', String(member.sizeBytes))] : []),
  ];
  const block = headerBlock(member, flags[member.kind]);
  if (records.length === 0) {
    return block;
  }
  const text = Buffer.from(records.join(''));
  const pax = headerBlock({ name: 'PaxHeaders/0', kind: 'file', sizeBytes: text.length }, 'x');
  return Buffer.concat([pax, text, tarPadding(text.length), block]);
}

/**
 * The header of a file whose place was kept before its size was known: one block whatever the size, which has the
 * binary form of GNU above 8 GiB. https://www.gnu.org/software/tar/manual/html_node/Extensions.html
 */
export function encodeLateTarHeader(name: string, sizeBytes: number): Uint8Array {
  return headerBlock({ name, kind: 'file', sizeBytes }, flags.file);
}

/** The zeros that follow content of this size, up to a whole block. */
export function tarPadding(sizeBytes: number): Uint8Array {
  return new Uint8Array((tarBlockBytes - (sizeBytes % tarBlockBytes)) % tarBlockBytes);
}

/** The two empty blocks that end an archive. */
export function tarEnd(): Uint8Array {
  return new Uint8Array(2 * tarBlockBytes);
}

function headerBlock(member: TarMember, flag: string): Uint8Array {
  const block = Buffer.alloc(tarBlockBytes);
  const { name, prefix } = splitName(member.name) ?? { name: member.name, prefix: '' };
  block.set(cut(name), 0);
  writeOctal(block, 100, 8, modes[member.kind]);
  writeOctal(block, 108, 8, 0);
  writeOctal(block, 116, 8, 0);
  writeSize(block, member.sizeBytes);
  writeOctal(block, 136, 12, 0);
  block.write(flag, 156);
  block.set(cut(member.linkName ?? ''), 157);
  block.write('ustar\x0000', 257, 'latin1');
  block.write(prefix, 345);
  writeChecksum(block);
  return block;
}

function writeOctal(block: Buffer, offset: number, length: number, value: number): void {
  block.write(value.toString(8).padStart(length - 1, '0'), offset, 'latin1');
}

function writeSize(block: Buffer, sizeBytes: number): void {
  if (sizeBytes <= maxOctalSize) {
    writeOctal(block, 124, 12, sizeBytes);
    return;
  }
  block.writeUInt8(0x80, 124);
  block.writeBigUInt64BE(BigInt(sizeBytes), 128);
}

function writeChecksum(block: Buffer): void {
  block.write('        ', 148, 'latin1');
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
}

/** The name in the fields of a header; undefined when it does not fit. */
function splitName(path: string): { readonly name: string; readonly prefix: string } | undefined {
  if (Buffer.byteLength(path) <= nameField) {
    return { name: path, prefix: '' };
  }
  for (let slash = path.indexOf('/'); slash !== -1; slash = path.indexOf('/', slash + 1)) {
    const [prefix, name] = [path.slice(0, slash), path.slice(slash + 1)];
    const fits = Buffer.byteLength(name) <= nameField && Buffer.byteLength(prefix) <= prefixField;
    if (fits && prefix !== '' && name !== '') {
      return { name, prefix };
    }
  }
  return undefined;
}

/** As much as the field holds: what a reader without PAX would see. */
function cut(text: string): Uint8Array {
  return Buffer.from(text).subarray(0, nameField);
}

function paxRecord(key: string, value: string): string {
  const rest = ` ${key}=${value}\n`;
  const bytes = Buffer.byteLength(rest);
  let total = bytes + String(bytes).length;
  total = bytes + String(total).length;
  return `${total}${rest}`;
}
