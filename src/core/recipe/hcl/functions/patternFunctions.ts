import { toText } from '../convert.js';
import { failEvaluation, failUnsupported } from '../hclError.js';
import type { Value } from '../value.js';
import { listValue, nullValue, objectValue, textValue, tupleValue } from '../value.js';
import type { FunctionTable } from './definition.js';
import { binary, ternary } from './definition.js';

/**
 * Functions of regular expressions. Bake's are Go's (RE2): what reads alike in JavaScript but means something else
 * is refused, never guessed.
 */
export const patternFunctions: FunctionTable = {
  regex: binary((pattern, text) => {
    const match = compile(toText(pattern), '').exec(toText(text));
    return match === null ? failEvaluation('The pattern of regex() does not match.') : captures(match);
  }),
  regexall: binary((pattern, text) =>
    listValue([...toText(text).matchAll(compile(toText(pattern), 'g'))].map(captures)),
  ),
  regex_replace: ternary((text, pattern, replacement) =>
    textValue(replaceAll(toText(text), toText(pattern), toText(replacement))),
  ),
};

function compile(pattern: string, flags: string): RegExp {
  const inline = /^\(\?([ims]+)\)/.exec(pattern);
  const body = pattern.slice(inline?.[0].length ?? 0).replaceAll('(?P<', '(?<');
  const isForeign =
    /\(\?(?!<[a-zA-Z_]|:)/.test(body) ||
    /\\[1-9kzAQECbBpPux]/.test(body) ||
    body.includes('[[:') ||
    /[*+?}]\+/.test(body);
  if (isForeign) {
    return failUnsupported(`The pattern ${pattern}`);
  }
  try {
    return new RegExp(body, `u${flags}${inline?.[1] ?? ''}`);
  } catch {
    return failUnsupported(`The pattern ${pattern}`);
  }
}

/** The whole match, or a tuple of its groups, or an object of its named groups. */
function captures(match: RegExpExecArray): Value {
  const toValue = (text: string | undefined): Value => (text === undefined ? nullValue : textValue(text));
  if (match.groups !== undefined) {
    return objectValue(Object.entries(match.groups).map(([name, text]) => [name, toValue(text)]));
  }
  return match.length === 1 ? textValue(match[0]) : tupleValue(match.slice(1).map(toValue));
}

function replaceAll(text: string, pattern: string, replacement: string): string {
  return text.replace(compile(pattern, 'g'), (...match: unknown[]) => {
    const named =
      typeof match.at(-1) === 'object' ? (match.at(-1) as Record<string, string | undefined>) : {};
    return expandReplacement(replacement, match as (string | undefined)[], named);
  });
}

/**
 * Go's template: `$name`, `${name}` and `$$`, where a name is the longest run of letters, digits and underscores.
 * https://pkg.go.dev/regexp#Regexp.Expand
 */
function expandReplacement(
  replacement: string,
  groups: readonly (string | undefined)[],
  named: Readonly<Record<string, string | undefined>>,
): string {
  return replacement.replace(
    /\$(?:(\$)|(\w+)|\{(\w+)\})/g,
    (_, dollar: string | undefined, bare: string | undefined, braced: string | undefined) => {
      const name = bare ?? braced ?? '';
      const value = /^\d+$/.test(name) ? groupAt(groups, Number(name)) : named[name];
      return dollar ?? value ?? '';
    },
  );
}

/** The arguments of a replace callback are the groups, then the offset (a number). */
function groupAt(groups: readonly unknown[], index: number): string | undefined {
  const count = groups.findIndex((group) => typeof group === 'number');
  const group = index < count ? groups[index] : undefined;
  return typeof group === 'string' ? group : undefined;
}
