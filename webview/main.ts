/** The webview of the build monitor. It knows the message contract and nothing else of the editor. */
import {
  dispatchMessage,
  type FromMonitor,
  type HandlersOf,
  type MessageOf,
  type ToMonitor,
} from '../src/bridge/monitorProtocol.js';

import { BuildMonitor } from './buildMonitor/buildMonitor.js';
import { decodeChoice } from './buildMonitor/choice.js';
import { connectEditor } from './editorApi.js';
import { adoptStyles } from './style/adoptStyles.js';
import artifacts from './style/artifacts.css';
import base from './style/base.css';
import build from './style/build.css';
import log from './style/log.css';
import splitter from './style/splitter.css';
import steps from './style/steps.css';
import { registerToolkit } from './toolkit/registerToolkit.js';

const tickMs = 1_000;

startMonitor();

function startMonitor(): void {
  adoptStyles([base, splitter, build, steps, log, artifacts]);
  registerToolkit();
  const editor = connectEditor<FromMonitor>();
  const monitor = new BuildMonitor({
    post: editor.post,
    choice: decodeChoice(editor.loadState()),
    saveChoice: editor.saveState,
    now: Date.now,
  });
  listen(monitor);
  document.querySelector('#root')?.append(monitor.element);
  monitor.draw();
  editor.post('ready', {});
}

/**
 * Why by frames: a busy build sends more views than can be seen, and a hidden panel has no frames at all. Only the
 * last view and the last log are drawn.
 */
function listen(monitor: BuildMonitor): void {
  const waiting: { -readonly [Name in keyof ToMonitor]?: ToMonitor[Name] } = {};
  const draw = once(() => {
    const { view, stepLog } = waiting;
    delete waiting.view;
    delete waiting.stepLog;
    if (stepLog !== undefined) {
      monitor.showLog(stepLog);
    }
    if (view !== undefined) {
      monitor.showView(view);
    }
  });
  const handlers: HandlersOf<ToMonitor> = {
    view: (view) => {
      waiting.view = view;
      draw();
    },
    stepLog: (stepLog) => {
      waiting.stepLog = stepLog;
      draw();
    },
  };
  window.addEventListener('message', (event: MessageEvent<MessageOf<ToMonitor> | null | undefined>) => {
    // Why: others post to a window too, tools of the browser for one.
    if (typeof event.data?.type === 'string') {
      dispatchMessage(handlers, event.data);
    }
  });
  setInterval(() => {
    monitor.tick();
  }, tickMs);
}

/** Runs the action in the next frame, however often it is asked for before. */
function once(action: () => void): () => void {
  let asked = false;
  return () => {
    if (!asked) {
      asked = true;
      requestAnimationFrame(() => {
        asked = false;
        action();
      });
    }
  };
}
