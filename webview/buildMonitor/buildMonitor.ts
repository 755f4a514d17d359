import type { BuildView, FromMonitor, MonitorView, StepLogView } from '../../src/bridge/monitorProtocol.js';
import { createElement, setShown, type Part } from '../dom/element.js';
import type { Post } from '../editorApi.js';
import { createProgressRing } from '../toolkit/mark.js';

import { createAnnouncer, type Announcer } from '../dom/announcer.js';
import { createBuildHeader, type BuildHeaderView } from './buildHeader.js';
import { createBuildSections, type BuildSectionsView } from './buildSections.js';
import { describeChanges } from './changes.js';
import { choiceFor, shownBuild, shownSection, shownStep, withLogTop, type Choice } from './choice.js';
import { createEmptyState } from './emptyState.js';
import { createFailureBox } from './failureBox.js';
import type { MonitorActions } from './monitorActions.js';

/** What the monitor needs of the world. */
export interface BuildMonitorOptions {
  readonly post: Post<FromMonitor>;
  readonly choice: Choice;
  readonly saveChoice: (choice: Choice) => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** The build monitor: draws what the editor sends and what the user chooses to look at. */
export class BuildMonitor {
  readonly element: HTMLElement;
  readonly #options: BuildMonitorOptions;
  readonly #actions: MonitorActions;
  readonly #announcer: Announcer = createAnnouncer();
  readonly #loading = createProgressRing();
  readonly #empty = createEmptyState();
  readonly #header: Part<BuildHeaderView>;
  readonly #trouble: Part<BuildView>;
  readonly #body = createElement('div', { class: 'build-body' });
  #sections: Part<BuildSectionsView> | undefined;
  #choice: Choice;
  #view: MonitorView | undefined;
  #build: BuildView | undefined;
  #log: StepLogView | undefined;
  #stepIds = new Map<string, string>();
  #asked = '';
  #clockAheadMs = 0;

  constructor(options: BuildMonitorOptions) {
    this.#options = options;
    this.#choice = options.choice;
    this.#actions = this.#createActions();
    this.#header = createBuildHeader(this.#actions);
    this.#trouble = createFailureBox(this.#actions);
    this.#loading.classList.add('loading');
    this.element = createElement(
      'main',
      { class: 'monitor' },
      this.#header.element,
      this.#trouble.element,
      this.#body,
      this.#loading,
      this.#empty,
      this.#announcer.element,
    );
  }

  /** Draws a view in place of the last. */
  showView(view: MonitorView): void {
    this.#view = view;
    this.#clockAheadMs = view.nowMs === undefined ? 0 : view.nowMs - this.#options.now();
    this.draw();
  }

  /** Takes the log of a step; it is drawn if that step is still looked at. */
  showLog(log: StepLogView): void {
    this.#log = log;
    this.draw();
  }

  /** A second has passed. */
  tick(): void {
    if (this.#build?.endedMs === undefined) {
      this.draw();
    }
  }

  /** Draws again: the view, the log, the choice or the time has changed. */
  draw(): void {
    const build = this.#view && shownBuild(this.#view, this.#choice);
    setShown(this.#loading, this.#view === undefined);
    setShown(this.#empty, this.#view !== undefined && build === undefined);
    setShown(this.#header.element, build !== undefined);
    setShown(this.#body, build !== undefined);
    if (build === undefined) {
      setShown(this.#trouble.element, false);
      this.#build = undefined;
      return;
    }
    this.#drawBuild(build);
  }

  #drawBuild(build: BuildView): void {
    const nowMs = this.#options.now() + this.#clockAheadMs;
    this.#choice = choiceFor(this.#choice, build.id);
    this.#enter(build);
    this.#header.update({ build, builds: this.#view?.builds ?? [], nowMs });
    this.#trouble.update(build);
    const section = shownSection(build, this.#choice);
    this.#followSteps(build);
    this.#askForLog(build, section);
    const log = this.#log?.buildId === build.id ? this.#log : undefined;
    const stepIds = this.#stepIds;
    this.#sections?.update({ build, choice: this.#choice, section, stepIds, log, nowMs });
  }

  /** Why anew for another build: nothing of the old one, neither scrolling nor selection, belongs to the new. */
  #enter(build: BuildView): void {
    this.#announcer.announce(this.#build === build ? [] : describeChanges(this.#build, build));
    if (this.#sections === undefined || this.#build?.id !== build.id) {
      this.#stepIds = new Map();
      this.#sections = createBuildSections(this.#actions);
      this.#body.replaceChildren(this.#sections.element);
    }
    this.#build = build;
  }

  #followSteps(build: BuildView): void {
    for (const platform of build.platforms) {
      const step = shownStep(platform, this.#choice, this.#stepIds.get(platform.platform));
      if (step !== undefined) {
        this.#stepIds.set(platform.platform, step.id);
      }
    }
  }

  #askForLog(build: BuildView, section: string | undefined): void {
    const stepId = section === undefined ? undefined : this.#stepIds.get(section);
    const asked = `${build.id} ${stepId ?? ''}`;
    if (stepId !== undefined && asked !== this.#asked) {
      this.#asked = asked;
      this.#options.post('showStep', { buildId: build.id, stepId });
    }
  }

  #choose(choice: Choice): void {
    this.#choice = choice;
    this.#options.saveChoice(choice);
    this.draw();
  }

  #createActions(): MonitorActions {
    return {
      post: this.#options.post,
      chooseBuild: (buildId) => {
        const newest = this.#view?.builds[0]?.id === buildId;
        const { splitPercent } = this.#choice;
        const kept = { ...(splitPercent !== undefined && { splitPercent }), steps: {} };
        this.#choose(newest ? kept : { ...kept, buildId });
      },
      chooseSection: (section) => {
        this.#choose({ ...withLogTop(this.#choice, undefined), section });
      },
      chooseStep: (platform, stepId) => {
        this.#chooseStep(platform, { ...this.#choice.steps, [platform]: stepId });
      },
      followSteps: (platform) => {
        const others = Object.entries(this.#choice.steps).filter(([name]) => name !== platform);
        this.#chooseStep(platform, Object.fromEntries(others));
      },
      keepLogTop: (platform, logTop) => {
        this.#keepLogTop(platform, logTop);
      },
      split: (splitPercent) => {
        this.#choose({ ...this.#choice, splitPercent });
      },
      copy: (text, name) => {
        this.#options.post('copyText', { text });
        this.#announcer.announce([`Copied: ${name}.`]);
      },
    };
  }

  /** Why the section too: who picks a step wants to stay on its platform. */
  #chooseStep(section: string, steps: Choice['steps']): void {
    this.#choose({ ...withLogTop(this.#choice, undefined), section, steps });
  }

  /** Why scrolling up chooses the step: whoever reads back does not want the log exchanged for the next step's. */
  #keepLogTop(platform: string, top: number | undefined): void {
    if (this.#choice.logTop === top) {
      return;
    }
    const stepId = this.#stepIds.get(platform);
    if (top !== undefined && stepId !== undefined && this.#choice.steps[platform] === undefined) {
      this.#chooseStep(platform, { ...this.#choice.steps, [platform]: stepId });
    }
    this.#choice = withLogTop(this.#choice, top);
    this.#options.saveChoice(this.#choice);
  }
}
