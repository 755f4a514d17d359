import { pack } from 'tar-stream';

/** One member of a tar archive to be made. */
export interface TarMember {
  readonly name: string;
  readonly bytes?: Uint8Array;
  readonly type?: 'file' | 'symlink' | 'link' | 'directory' | 'fifo' | 'character-device';
  readonly linkname?: string;
  readonly pax?: Record<string, string>;
}

/** A tar archive as another implementation writes it. */
export async function tarOf(members: readonly TarMember[]): Promise<Buffer> {
  const packer = pack();
  for (const { name, bytes, type = 'file', linkname, pax } of members) {
    const content = Buffer.from(bytes ?? new Uint8Array());
    packer.entry(
      { name, type, ...(linkname !== undefined && { linkname }), ...(pax && { pax }), mtime: new Date(0) },
      content,
    );
  }
  packer.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of packer) {
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
}

/** Fields of a raw header; anything may be wrong on purpose. */
export interface RawHeader {
  readonly name: string;
  readonly type?: string;
  /** Written into the size field as it is. */
  readonly sizeField?: string | Uint8Array;
  readonly linkName?: string;
  readonly magic?: string;
  readonly prefix?: string;
  readonly badChecksum?: boolean;
}

/** A header block made by hand. */
export function rawHeader(header: RawHeader): Buffer {
  const block = Buffer.alloc(512);
  block.write(header.name, 0, 100);
  block.write('0000644\0', 100);
  const size = header.sizeField ?? '00000000000\0';
  block.set(typeof size === 'string' ? Buffer.from(size) : size, 124);
  block.write(header.type ?? '0', 156);
  block.write(header.linkName ?? '', 157, 100);
  block.write(header.magic ?? 'ustar\x0000', 257, 'latin1');
  block.write(header.prefix ?? '', 345, 155);
  block.write('        ', 148);
  const sum = block.reduce((total, byte) => total + byte, 0) + (header.badChecksum === true ? 1 : 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}

/** An octal size field. */
export function octalSize(sizeBytes: number): string {
  return `${sizeBytes.toString(8).padStart(11, '0')}\0`;
}

/** Content padded to whole blocks. */
export function padded(bytes: Uint8Array): Buffer {
  return Buffer.concat([bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)]);
}

/** The two empty blocks at the end of an archive. */
export const endBlocks: Buffer = Buffer.alloc(1024);

/** A PAX record with its own length in front. */
export function paxRecord(key: string, value: string): string {
  const rest = ` ${key}=${value}\n`;
  const size = Buffer.byteLength(rest);
  const digits = String(size + String(size).length).length;
  return `${size + digits}${rest}`;
}
