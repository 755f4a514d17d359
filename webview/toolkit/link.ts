/** Creates a link that does something in the editor instead of leading somewhere. */
export function createActionLink(onPress: () => void): HTMLElement {
  const element = document.createElement('vscode-link');
  // Why: without a target it would not be reachable by keyboard.
  element.setAttribute('href', '#');
  element.addEventListener('click', (event) => {
    event.preventDefault();
    onPress();
  });
  return element;
}
