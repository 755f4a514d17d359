import { setText } from '../dom/element.js';
import { createIcon, type Icon, type IconName } from '../dom/icon.js';

/** The component, as far as it is used here. */
interface ButtonElement extends HTMLElement {
  disabled: boolean;
}

/** A button with a text. */
export interface TextButton {
  readonly element: HTMLElement;
  setLabel(label: string): void;
  setDisabled(disabled: boolean): void;
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

function createButton(appearance: 'secondary' | 'icon', onPress: () => void): ButtonElement {
  const element = document.createElement('vscode-button') as ButtonElement;
  element.setAttribute('appearance', appearance);
  element.addEventListener('click', onPress);
  return element;
}
