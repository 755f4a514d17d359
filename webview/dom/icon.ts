/** Icons by meaning, 16 by 16, drawn with strokes in the colour of the text around them. */
const shapes = {
  waiting: ['M8 2.5a5.5 5.5 0 1 1 0 11a5.5 5.5 0 0 1 0-11z'],
  running: ['M8 2.5a5.5 5.5 0 1 1-5.5 5.5'],
  succeeded: ['M3 8.5l3.2 3.2L13 4.8'],
  cached: ['M9 1.8L3.8 9H8l-1 5.2L12.2 7H8z'],
  failed: ['M8 2.5a5.5 5.5 0 1 1 0 11a5.5 5.5 0 0 1 0-11z', 'M6 6l4 4M10 6l-4 4'],
  cancelled: ['M8 2.5a5.5 5.5 0 1 1 0 11a5.5 5.5 0 0 1 0-11z', 'M4.1 11.9l7.8-7.8'],
  warning: ['M8 2.5l6 11H2z', 'M8 6.5v3.2M8 11.2v.6'],
  copy: ['M5.5 5.5v-3h8v8h-3', 'M2.5 5.5h8v8h-8z'],
  package: ['M8 1.8l5.5 3v6.4L8 14.2l-5.5-3V4.8z', 'M2.5 4.8L8 7.8l5.5-3M8 7.8v6.4'],
  arrowDown: ['M8 2.5v10M4 8.8l4 4l4-4'],
  layers: ['M8 2l6 3l-6 3l-6-3z', 'M2 8l6 3l6-3', 'M2 11l6 3l6-3'],
  waste: ['M3 4.5h10M6 4.5v-2h4v2M4.5 4.5l.7 9h5.6l.7-9'],
  folder: ['M1.8 12.8v-9.6h4.4l1.6 2h6.4v7.6z'],
  file: ['M3.8 1.8h5.4l3 3v9.4H3.8z', 'M9 1.8v3.2h3.2'],
  link: ['M9.5 2.5h4v4M13.2 2.8L7.5 8.5', 'M11 9v4.2H2.8V5H7'],
  device: ['M2.5 3h11v8h-11z', 'M5.5 13.5h5M8 11v2.5'],
  chevron: ['M6 4l4 4l-4 4'],
  convert: ['M2.5 5.5h10M9.8 2.5l3 3l-3 3', 'M13.5 10.5h-10M6.2 7.8l-3 2.7l3 2.7'],
  verify: ['M8 1.8l5 1.8v4c0 3-2 5.3-5 6.6c-3-1.3-5-3.6-5-6.6v-4z', 'M5.7 7.8l1.7 1.7l3-3.2'],
  inspect: ['M8 2.5a5.5 5.5 0 1 1 0 11a5.5 5.5 0 0 1 0-11z', 'M8 7.3v3.7M8 4.9v.7'],
  refresh: ['M12.9 6.3a5.2 5.2 0 1 0 .3 2.6', 'M13.2 2.8v3.6h-3.6'],
  filter: ['M2 3h12l-4.7 5.6v4.6l-2.6-1.4v-3.2z'],
} as const;

/** The name of an icon. */
export type IconName = keyof typeof shapes;

/** An icon that may be exchanged for another. It is hidden from assistive technology: the text beside it says the same. */
export interface Icon {
  readonly element: SVGSVGElement;
  show(name: IconName): void;
}

const svgNamespace = 'http://www.w3.org/2000/svg';

/** Creates an icon; its class is `icon icon-NAME`. */
export function createIcon(name: IconName): Icon {
  const element = document.createElementNS(svgNamespace, 'svg');
  element.setAttribute('viewBox', '0 0 16 16');
  element.setAttribute('aria-hidden', 'true');
  let shown: IconName | undefined;
  const icon: Icon = {
    element,
    show: (next) => {
      if (next !== shown) {
        shown = next;
        element.setAttribute('class', `icon icon-${next}`);
        element.replaceChildren(...shapes[next].map(createPath));
      }
    },
  };
  icon.show(name);
  return icon;
}

function createPath(shape: string): SVGPathElement {
  const path = document.createElementNS(svgNamespace, 'path');
  path.setAttribute('d', shape);
  return path;
}
