import type { ByteSink } from '../../image/layer/packTask.js';

/** A file whose bytes come before its name may be known. It is whole once it was closed and then named. */
export interface PendingFile extends ByteSink {
  /** Gives the file its name; equal names have equal bytes, and the later one is dropped. */
  settle(name: string): Promise<void>;
}

/** What is known of a file before its bytes come. */
export interface FileForecast {
  readonly name: string;
  readonly sizeBytes: number;
}

/** What is being written: a folder or an archive. Names have `/` and are those of the format. */
export interface OutputTree {
  /** Whether files may be written side by side. */
  readonly order: 'any' | 'given';
  addDirectory(name: string): Promise<void>;
  /** Adds a file; of equal names the first counts. */
  addFile(name: string, bytes: Uint8Array): Promise<void>;
  addLink(name: string, target: string): Promise<void>;
  /** Starts a file; with `order` "given", one is closed before the next is started. */
  begin(forecast?: FileForecast): Promise<PendingFile>;
  /** Ends the tree; nothing can be added any more. */
  finish(): Promise<void>;
  /** Closes what is open, whatever the state; the tree is of no use then. */
  abandon(): Promise<void>;
}
