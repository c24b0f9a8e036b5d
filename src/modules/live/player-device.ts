import { createHash } from 'node:crypto';
import { type DeviceCookie, deviceCookie } from '../../platform/http/device-cookie.ts';

const oneDayMs = 24 * 3_600_000;

/** [HST-1] So that a kicked player does not just take another name, nor watch. */
export const playerDevice = (https: boolean): DeviceCookie =>
  deviceCookie({
    name: 'tutti_device',
    paths: ['/api/v1/join', '/api/v1/watch', '/api/v1/group-runs'],
    maxAgeMs: oneDayMs,
    https,
  });

/** Of the random cookie of a browser; more than that nobody knows of it. */
export const deviceHash = (device: string | undefined): Buffer | null =>
  device === undefined ? null : createHash('sha256').update(device).digest();
