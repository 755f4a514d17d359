import type { Part } from '../dom/element.js';
import { createKeyedList, type KeyedList } from '../dom/keyedList.js';

import { setSpokenName } from './spokenName.js';

/** The component, as far as it is used here. */
interface PanelsElement extends HTMLElement {
  activeid: string;
  activeindicator: boolean;
}

/** One tab and its panel. */
export interface Panel<Value> {
  /** Unique among the panels; part of the ids of its elements. */
  readonly key: string;
  readonly value: Value;
}

/** How panels are drawn. */
export interface PanelsOptions<Value> {
  /** Names the list of tabs. */
  readonly label: string;
  /** What a tab is called when it is read out. */
  readonly nameOf: (panel: Panel<Value>) => string;
  readonly createTab: (panel: Panel<Value>) => Part<Panel<Value>>;
  readonly createBody: (panel: Panel<Value>) => Part<Panel<Value>>;
  readonly onChoose: (key: string) => void;
}

/** What the panels show; `active` is the key of the open one. */
export interface PanelsView<Value> {
  readonly panels: readonly Panel<Value>[];
  readonly active: string | undefined;
}

/** Creates tabs with a panel each. A panel keeps its elements while another is open. */
export function createPanels<Value>(options: PanelsOptions<Value>): Part<PanelsView<Value>> {
  const element = document.createElement('vscode-panels') as PanelsElement;
  element.setAttribute('aria-label', options.label);
  // Why: the component's own mark slides by a transition whose end it may miss; the style sheet marks the tab instead.
  element.activeindicator = false;
  const tabs = createTabs(element, options);
  const bodies = createBodies(element, options);
  let active: string | undefined;
  const open = (): void => {
    if (active !== undefined && element.activeid !== tabId(active)) {
      element.activeid = tabId(active);
      revealTab(tabId(active));
    }
  };
  element.addEventListener('change', (event) => {
    const key = event.target === element ? keyOfTab(element.activeid) : active;
    if (key !== undefined && key !== active) {
      options.onChoose(key);
    }
  });
  return {
    element,
    update: (view) => {
      active = view.active;
      tabs.update(view.panels);
      bodies.update(view.panels);
      open();
      // Why again: the component hears of a new tab only after this, and until then opens the first in its place.
      requestAnimationFrame(open);
    },
  };
}

function createTabs<Value>(parent: HTMLElement, options: PanelsOptions<Value>): KeyedList<Panel<Value>> {
  return createKeyedList<Panel<Value>>(parent, {
    keyOf: (panel) => panel.key,
    createPart: (panel) => {
      const content = options.createTab(panel);
      const element = createSlotted('vscode-panel-tab', tabId(panel.key), content.element);
      return {
        element,
        update: (next) => {
          content.update(next);
          setSpokenName(element, options.nameOf(next));
        },
      };
    },
  });
}

function createBodies<Value>(parent: HTMLElement, options: PanelsOptions<Value>): KeyedList<Panel<Value>> {
  return createKeyedList<Panel<Value>>(parent, {
    keyOf: (panel) => panel.key,
    createPart: (panel) => {
      const content = options.createBody(panel);
      const element = createSlotted('vscode-panel-view', `view:${panel.key}`, content.element);
      return {
        element,
        update: (next) => {
          content.update(next);
        },
      };
    },
  });
}

function createSlotted(tag: string, id: string, content: HTMLElement): HTMLElement {
  const element = document.createElement(tag);
  element.id = id;
  element.append(content);
  return element;
}

/** Why in the next frame: a tab that was just added has no place yet. */
function revealTab(id: string): void {
  requestAnimationFrame(() => {
    document.getElementById(id)?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  });
}

function tabId(key: string): string {
  return `tab:${key}`;
}

function keyOfTab(id: string): string | undefined {
  return id.startsWith('tab:') ? id.slice('tab:'.length) : undefined;
}
