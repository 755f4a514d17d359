import { expect, test } from 'vitest';

import {
  formatArtifactJson,
  formatArtifactText,
  toArtifactExitCode,
} from '../../../src/core/report/artifactReport.js';
import type { ArtifactReport } from '../../../src/core/report/artifactReport.js';
import { plainStyle } from '../../../src/core/report/textStyle.js';
import { expectGolden } from '../../support/golden.js';
import { legacyImage } from './sampleReports.js';

const options = { style: plainStyle, directory: '/recipes' };

const conversion: ArtifactReport = {
  kind: 'conversion',
  images: [legacyImage('linux/amd64', '/recipes/out/amd64')],
  problems: [],
  notes: ['An attestation of linux/amd64 was left aside.'],
};

const verification: ArtifactReport = {
  kind: 'verification',
  images: [],
  problems: [
    {
      code: 'artifact-mismatch',
      message: 'The layer has another digest.',
      file: '/recipes/out/amd64/x.tar.gz',
    },
  ],
  notes: [],
};

test('a conversion says what it made and what it left aside', () => {
  expectGolden('report/conversion.txt', formatArtifactText(conversion, options));
});

test('an image without a manifest has a null manifest digest', () => {
  expectGolden('report/conversion.json', formatArtifactJson(conversion));
});

test('a failed verification lists its problems', () => {
  expectGolden('report/verification.txt', formatArtifactText(verification, options));
});

test('a failed verification is not ok', () => {
  expectGolden('report/verification.json', formatArtifactJson(verification));
});

test('problems decide the exit code', () => {
  expect([toArtifactExitCode(conversion), toArtifactExitCode(verification)]).toEqual([0, 1]);
});
