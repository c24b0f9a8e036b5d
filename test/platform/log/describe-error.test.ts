import { describe, expect, it } from 'vitest';
import { describeError } from '../../../src/platform/log/describe-error.ts';

describe('describeError', () => {
  it('keeps message, code and places of our own errors', () => {
    const described = describeError(Object.assign(new TypeError('no such room'), { code: 'ROOM' }));
    expect(described).toMatchObject({ type: 'TypeError', code: 'ROOM', message: 'no such room' });
    expect(described).toHaveProperty('stack', expect.stringContaining('describe-error.test.ts'));
  });

  it('[DAT-4] keeps nothing that the database repeats of a row', () => {
    const fromDatabase = Object.assign(new Error('Key (email)=(anna@school.example) already exists'), {
      code: '23505',
      severity: 'ERROR',
      detail: 'Key (email)=(anna@school.example) already exists.',
      constraint: 'users_email_uq',
    });
    const wrapped = Object.assign(
      new Error(`insert into users values ('anna@school.example')`, { cause: fromDatabase }),
      {
        code: '23505',
      },
    );
    const text = JSON.stringify(describeError(wrapped));
    expect(text).not.toContain('anna');
    expect(text).toContain('users_email_uq');
  });

  it('shows the kind alone of what is no error', () => {
    expect(describeError('secret text')).toBe('string');
  });

  it('ends in a circle of causes', () => {
    const error = new Error('round');
    error.cause = error;
    expect(JSON.stringify(describeError(error)).match(/round/g)!.length).toBeLessThan(6);
  });
});
