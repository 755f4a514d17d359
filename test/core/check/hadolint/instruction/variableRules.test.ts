import { describe, expect, it } from 'vitest';

import { linesOf, wordsOf } from '../hadolintSample.js';

describe('DL3044, a variable used where it is set', () => {
  it.each([
    ['ENV A=1 B=$A', [1]],
    ['ENV A=1 B=${A}', [1]],
    ['ENV A=1 B="${A}/x"', [1]],
    ['ENV A=1 B="x:$A"', [1]],
    ['ENV A=1 B="$A/$AB"', [1]],
    ['ENV B=$A A=1', [1]],
    ['ENV A=1 \\\n    B=$A', [2]],
    ['ENV PATH=/a:$PATH PATH=/b:$PATH', [1]],
    ['ENV A=1 B=$A\nENV C=$A D=$C', [1, 2]],
    ['ENV A=1\nENV B=$A', []],
    ['ENV PATH=/a:$PATH', []],
    ['ENV PATH=/a:$PATH\nENV PATH=/b:$PATH', []],
    ['ENV A=1 B=$AB', []],
    ['ENV A=1 B=${AB}', []],
    ['ENV A=1 B=${BA}', []],
    ['ENV A=1 B=$BA', []],
    ['ENV A=1 B=A', []],
    ['ENV A=1 B=$OTHER', []],
    ['ARG A\nENV A=$A', []],
    ['ARG A\nENV A=1 B=$A', []],
    ['ENV A 1\nENV A=2 B=$A', []],
    ['ENV A=1 C=2\nENV C=$A A=3', []],
    ['ARG A=1 B=$A', []],
    ['LABEL A=1 B=$A', []],
  ])('%j: lines %j', (text, lines) => {
    expect(linesOf('DL3044', `${text}\nFROM a:1`)).toEqual(lines);
  });

  it('points at the value that is not what it looks like', () => {
    expect(wordsOf('DL3044', 'FROM a:1\nENV A=1 \\\n    B="$A/x"')).toEqual(['"$A/x"']);
  });
});

describe('DL3064, names of secrets', () => {
  it.each([
    'ARG NPM_TOKEN',
    'ARG npm_token=x',
    'ARG PASSWORD',
    'ENV DB_PASSWORD=x',
    'ENV A=b MY_SECRET=x',
    'ENV MY_SECRET x',
    'ARG AWS_ACCESS_KEY_ID',
    'ARG aws_access_key_id',
    'ARG STRIPE_DEVICE_NAME',
    'ARG DOCKER_EMAIL',
    'ARG GITHUB_TOKEN',
    'ENV PRIVATE_THING=x',
    'ENV MY_API_KEY=x',
    'ARG VAULT_CLIENT_KEY',
    'ARG CF_USERNAME',
    'ARG A B_TOKEN',
    'ONBUILD ARG NPM_TOKEN',
    'ONBUILD ENV DB_PASSWORD=x',
  ])('is found: %s', (text) => {
    expect(linesOf('DL3064', `FROM a:1\n${text}`)).toEqual([2]);
  });

  it.each([
    'ARG VERSION',
    'ENV PATH=/x',
    'ENV A=PASSWORD',
    'ARG KEY',
    'ARG AUTH',
    'ARG AWS_REGION',
    'ARG APIKEY',
    'LABEL password=x',
    'RUN echo $PASSWORD',
    'ONBUILD RUN echo $PASSWORD',
  ])('is not found: %s', (text) => {
    expect(linesOf('DL3064', `FROM a:1\n${text}`)).toEqual([]);
  });

  it('is said once of an instruction, at the first name', () => {
    expect(wordsOf('DL3064', 'FROM a:1\nENV A=1 B_TOKEN=2 C_TOKEN=3')).toEqual(['B_TOKEN']);
  });
});
