import { setText, type Part } from '../dom/element.js';
import { createKeyedList } from '../dom/keyedList.js';

import { setSpokenName } from './spokenName.js';

/** The component, as far as it is used here. */
interface DropdownElement extends HTMLElement {
  value: string;
  readonly open: boolean;
}

/** One thing to choose. */
export interface DropdownOption {
  readonly value: string;
  readonly label: string;
}

/** What a dropdown offers and shows. */
export interface DropdownView {
  readonly options: readonly DropdownOption[];
  readonly value: string;
}

/** Creates a dropdown. `onChoose` is called when the user, not the program, has chosen. */
export function createDropdown(label: string, onChoose: (value: string) => void): Part<DropdownView> {
  const element = document.createElement('vscode-dropdown') as DropdownElement;
  element.setAttribute('aria-label', label);
  element.title = label;
  element.addEventListener('change', () => {
    onChoose(element.value);
  });
  const options = createKeyedList<DropdownOption>(element, {
    keyOf: (option) => option.value,
    createPart: createOption,
  });
  return {
    element,
    update: (view) => {
      options.update(view.options);
      requestAnimationFrame(() => {
        select(element, view.value);
      });
    },
  };
}

function createOption({ value }: DropdownOption): Part<DropdownOption> {
  const element = document.createElement('vscode-option');
  element.setAttribute('value', value);
  return {
    element,
    update: ({ label }) => {
      setText(element, label);
      setSpokenName(element, label);
    },
  };
}

/** Why later: the component notices new options only after they are slotted, and then keeps the index, not the value. */
function select(element: DropdownElement, value: string): void {
  if (!element.open && element.value !== value) {
    element.value = value;
  }
}
