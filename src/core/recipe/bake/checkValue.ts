import { failEvaluation } from '../hcl/hclError.js';

const annotationKinds: ReadonlySet<string> = new Set([
  'index',
  'manifest',
  'index-descriptor',
  'manifest-descriptor',
]);

const ulimitNames: ReadonlySet<string> = new Set([
  ...['core', 'cpu', 'data', 'fsize', 'locks', 'memlock', 'msgqueue', 'nice'],
  ...['nofile', 'nproc', 'rss', 'rtprio', 'rttime', 'sigpending', 'stack'],
]);

/** Raises HclError for a text that bake takes nowhere in that key; keys without a form of their own take any. */
export function checkValue(field: string, text: string): void {
  if (text === '' && field !== 'shm-size') {
    return;
  }
  if (field === 'annotations') {
    checkAnnotation(text);
  } else if (field === 'ulimits') {
    checkUlimit(text);
  } else if (field === 'shm-size' && !/^(?:\d|\.\d)[\d.]*(?:e\d+)?\s*(?:[kmgtp]?i?b?)$/i.test(text)) {
    failEvaluation(`"${text}" is not a size; write a number and a unit, such as 128m.`);
  }
}

/** https://github.com/docker/buildx/blob/v0.29.1/util/buildflags/export.go */
function checkAnnotation(text: string): void {
  const equals = text.indexOf('=');
  if (equals === -1) {
    failEvaluation(`The annotation "${text}" has no value; write key=value.`);
  }
  const key = text.slice(0, equals);
  const kinds = key.includes(':') ? key.slice(0, key.indexOf(':')).split(',') : [];
  const unknown = kinds.find((kind) => {
    const match = /^([a-z-]+)(?:\[[A-Za-z0-9_/-]+\])?$/.exec(kind);
    return match?.[1] === undefined || !annotationKinds.has(match[1]);
  });
  if (unknown !== undefined) {
    failEvaluation(
      `"${unknown}" is not what an annotation belongs to; before the ":" stands ${[...annotationKinds].join(', ')}, ` +
        'each with a platform in square brackets where one is meant.',
    );
  }
}

/** https://github.com/docker/go-units/blob/v0.5.0/ulimit.go */
function checkUlimit(text: string): void {
  const match = /^([^=]*)=([+-]?\d+)(?::([+-]?\d+))?$/.exec(text);
  const [, name = '', soft = '', hard = soft] = match ?? [];
  if (match === null || !ulimitNames.has(name)) {
    failEvaluation(`"${text}" is not a limit; write name=soft or name=soft:hard, such as nofile=1024:2048.`);
  }
  if (Number(hard) !== -1 && (Number(soft) > Number(hard) || Number(soft) === -1)) {
    failEvaluation(`The soft limit of "${text}" is above its hard limit.`);
  }
}
