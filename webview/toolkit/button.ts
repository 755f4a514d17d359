import { createElement, setText } from '../dom/element.js';
import { createIcon, type Icon, type IconName } from '../dom/icon.js';

/** The component, as far as it is used here. */
interface ButtonElement extends HTMLElement {
  disabled: boolean;
  ariaExpanded: string | null;
}

/** A button with a text. */
export interface TextButton {
  readonly element: HTMLElement;
  setLabel(label: string): void;
  setDisabled(disabled: boolean): void;
}

/** A button with an icon and a text. */
export interface ToolButton {
  readonly element: HTMLElement;
  readonly icon: Icon;
  /** Says whether what the button shows and hides is shown. */
  setExpanded(expanded: boolean): void;
}

/** Creates a button that says what it does. */
export function createTextButton(label: string, onPress: () => void): TextButton {
  const element = createButton('secondary', onPress);
  element.textContent = label;
  return {
    element,
    setLabel: (next) => {
      setText(element, next);
    },
    setDisabled: (disabled) => {
      element.disabled = disabled;
    },
  };
}

/** Creates a small button that shows an icon; its label is its tooltip and its name for assistive technology. */
export function createIconButton(
  iconName: IconName,
  label: string,
  onPress: (icon: Icon) => void,
): HTMLElement {
  const icon = createIcon(iconName);
  const element = createButton('icon', () => {
    onPress(icon);
  });
  element.setAttribute('aria-label', label);
  element.title = label;
  element.append(icon.element);
  return element;
}

/** Creates a button of a toolbar: an icon and its label, which a style sheet may leave out where room is scarce. */
export function createToolButton(iconName: IconName, label: string, onPress: () => void): ToolButton {
  const icon = createIcon(iconName);
  const element = createButton('icon', onPress);
  element.classList.add('tool');
  element.setAttribute('aria-label', label);
  element.title = label;
  // Why no span: the component makes every span as small as an icon.
  element.append(icon.element, createElement('div', { class: 'tool-label' }, label));
  return {
    element,
    icon,
    setExpanded: (expanded) => {
      // Why no attribute: the component hands on the property only.
      element.ariaExpanded = String(expanded);
    },
  };
}

function createButton(appearance: 'secondary' | 'icon', onPress: () => void): ButtonElement {
  const element = document.createElement('vscode-button') as ButtonElement;
  element.setAttribute('appearance', appearance);
  element.addEventListener('click', onPress);
  return element;
}
