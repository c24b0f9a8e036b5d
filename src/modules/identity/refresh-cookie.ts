import type { CookieOptions } from 'express';
import { refreshLifetimeSeconds } from './refresh.service.ts';

export const refreshCookieName = 'tutti_refresh';

/** Out of reach for scripts and for other sites; Secure only where there is HTTPS, or phones on plain HTTP would lose it. */
export const refreshCookieOptions = ({ https }: { https: boolean }): CookieOptions => ({
  httpOnly: true,
  sameSite: 'strict',
  secure: https,
  path: '/api/v1/auth',
});

export const keptRefreshCookieOptions = (config: { https: boolean }): CookieOptions => ({
  ...refreshCookieOptions(config),
  maxAge: refreshLifetimeSeconds * 1_000,
});
