import type { FromMonitor } from '../../src/bridge/monitorProtocol.js';
import type { Post } from '../editorApi.js';

/** What the parts of the monitor can ask for. */
export interface MonitorActions {
  readonly post: Post<FromMonitor>;
  readonly chooseBuild: (buildId: string) => void;
  readonly chooseSection: (section: string) => void;
  readonly chooseStep: (platform: string, stepId: string) => void;
  /** Shows whatever step of the platform runs, from now on. */
  readonly followSteps: (platform: string) => void;
  /** Where the log of a platform's shown step was scrolled to, in pixels; undefined at its end. */
  readonly keepLogTop: (platform: string, logTop: number | undefined) => void;
  /** Gives the list of steps so much of the room, in percent. */
  readonly split: (percent: number) => void;
  /** Puts a text on the clipboard and says so. */
  readonly copy: (text: string, name: string) => void;
}
