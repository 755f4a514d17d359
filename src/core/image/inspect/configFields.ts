import * as z from 'zod';

import { decodeJson } from '../format/jsonBlob.js';

/** The values of a config by their place in it (`config.Env.PATH`, `config.Labels.note`); text or JSON. */
export type ConfigFields = ReadonlyMap<string, string>;

/** What is said of layers is compared and shown with the layers. */
const layerFields: readonly string[] = ['history', 'rootfs'];

/** Nothing that a builder writes is nested deeper; what is, stays JSON. */
const maxDepth = 8;

/**
 * The fields of an image's config, those about layers left out. A variable of `Env` is a field by its name; other lists
 * are one JSON value. Nothing (null, an empty list, object or text) is as good as absent. `archive-corrupt`.
 */
export function readConfigFields(configBytes: Uint8Array): ConfigFields {
  const document = decodeJson(configBytes, z.record(z.string(), z.unknown()), 'The config');
  const fields = new Map<string, string>();
  for (const [name, value] of Object.entries(document)) {
    if (!layerFields.includes(name)) {
      addField(fields, name, value);
    }
  }
  return fields;
}

function addField(fields: Map<string, string>, place: string, value: unknown): void {
  if (isNothing(value)) {
    return;
  }
  if (Array.isArray(value) && place === 'config.Env') {
    addVariables(fields, place, value.map(String));
  } else if (isObject(value) && place.split('.').length < maxDepth) {
    for (const [name, member] of Object.entries(value)) {
      // Why: sets are written as objects of empty objects, as ports and volumes are.
      addField(fields, `${place}.${name}`, isObject(member) && isNothing(member) ? true : member);
    }
  } else {
    fields.set(place, typeof value === 'string' ? value : JSON.stringify(value));
  }
}

function addVariables(fields: Map<string, string>, place: string, variables: readonly string[]): void {
  for (const variable of variables) {
    const equals = variable.indexOf('=');
    const name = equals === -1 ? variable : variable.slice(0, equals);
    fields.set(`${place}.${name}`, equals === -1 ? '' : variable.slice(equals + 1));
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isNothing(value: unknown): boolean {
  if (value === null || value === undefined || value === '') {
    return true;
  }
  return typeof value === 'object' && Object.keys(value).length === 0;
}
