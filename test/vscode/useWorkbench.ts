import { afterAll, beforeAll, beforeEach } from 'vitest';

import { startWorkbench, type Workbench, type WorkbenchOptions } from './workbench.js';

/**
 * One workbench for all tests of a file, started before the first and stopped after the last. A test that fails
 * leaves a picture and the logs beside the other pictures, named `failure-<title>`. Call the result inside tests.
 */
export function useWorkbench(createOptions: () => Promise<WorkbenchOptions>): () => Workbench {
  let workbench: Workbench | undefined;
  const get = (): Workbench => {
    if (workbench === undefined) {
      throw new Error('The workbench did not start, or is asked for outside a test.');
    }
    return workbench;
  };
  beforeAll(async () => {
    workbench = await startWorkbench(await createOptions());
  });
  beforeEach(({ onTestFailed, task }) => {
    onTestFailed(async () => {
      await get().recordFailure(task.name);
    });
  });
  afterAll(() => workbench?.stop());
  return get;
}
