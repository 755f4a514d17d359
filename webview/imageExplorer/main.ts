/** The webview of the image explorer. It knows the message contract and nothing else of the editor. */
import type { FromExplorer, ToExplorer } from '../../src/bridge/explorerProtocol.js';
import { dispatchMessage, type HandlersOf, type MessageOf } from '../../src/bridge/monitorProtocol.js';
import { connectEditor } from '../editorApi.js';
import { adoptStyles } from '../style/adoptStyles.js';
import base from '../style/base.css';
import explorer from '../style/explorer.css';
import files from '../style/files.css';
import splitter from '../style/splitter.css';
import { registerToolkit } from '../toolkit/registerToolkit.js';

import { decodeExplorerChoice } from './explorerChoice.js';
import { ImageExplorer } from './imageExplorer.js';

startExplorer();

function startExplorer(): void {
  adoptStyles([base, splitter, explorer, files]);
  registerToolkit();
  const editor = connectEditor<FromExplorer>();
  const choice = decodeExplorerChoice(editor.loadState());
  const page = new ImageExplorer({ post: editor.post, choice, saveChoice: editor.saveState });
  const handlers: HandlersOf<ToExplorer> = {
    view: (view) => {
      page.showView(view);
      // Why: the editor restores a page by its state, also when nothing has been chosen yet.
      if (editor.loadState() === undefined) {
        editor.saveState({ sources: view.sources, part: 'merged', ...view.compared });
      }
    },
    opening: (bytes) => {
      page.showOpening(bytes);
    },
    files: (stretch) => {
      page.showFiles(stretch);
    },
    work: (work) => {
      page.showWork(work);
    },
    filesFailed: ({ request, message }) => {
      page.showFailure(request, message);
    },
  };
  window.addEventListener('message', (event: MessageEvent<MessageOf<ToExplorer> | null | undefined>) => {
    // Why: others post to a window too, tools of the browser for one.
    if (typeof event.data?.type === 'string') {
      dispatchMessage(handlers, event.data);
    }
  });
  document.querySelector('#root')?.append(page.element);
  page.draw();
  editor.post('ready', {});
}
