import type { ProcessTree } from './processTree.js';

const guarded = new Set<ProcessTree>();
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * While a tree is guarded, the end of our own process ends it too: on `process.exit`, and on a signal that nobody
 * else in the process listens to (who listens decides himself). Only SIGKILL cannot be answered; what writes to us
 * then ends on its broken pipe.
 */
export function guardTree(tree: ProcessTree): void {
  if (guarded.size === 0) {
    process.on('exit', abandonAll);
    for (const signal of signals) {
      process.on(signal, onSignal);
    }
  }
  guarded.add(tree);
}

/** The tree has ended by itself. */
export function releaseTree(tree: ProcessTree): void {
  guarded.delete(tree);
  if (guarded.size === 0) {
    stopListening();
  }
}

function stopListening(): void {
  process.off('exit', abandonAll);
  for (const signal of signals) {
    process.off(signal, onSignal);
  }
}

function abandonAll(): void {
  for (const tree of guarded) {
    tree.abandon();
  }
}

function onSignal(signal: NodeJS.Signals): void {
  if (process.listenerCount(signal) > 1) {
    return;
  }
  abandonAll();
  stopListening();
  process.kill(process.pid, signal);
}
