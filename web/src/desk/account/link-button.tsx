import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { codeOf } from '../states/problem.ts';
import { Refusal } from '../states/refusal.tsx';
import classes from './account.module.css';
import { Door } from './door.tsx';
import { UsedLink } from './link-check.tsx';
import { type LinkName, useLinkToken } from './link-token.ts';

interface LinkButtonProps<T> {
  name: LinkName;
  title: string;
  lead: string;
  submit: string;
  use(token: string): Promise<T>;
  children(result: T): ReactNode;
}

/**
 * A link that does something is used by a press and not by being opened: mail scanners and previews of messengers open
 * links, too.
 */
export function LinkButton<T>({ name, title, lead, submit, use, children }: LinkButtonProps<T>) {
  const token = useLinkToken();
  const [working, setWorking] = useState(false);
  const [refusal, setRefusal] = useState<unknown>(null);
  const [result, setResult] = useState<{ of: T } | null>(null);

  async function press() {
    setWorking(true);
    setRefusal(null);
    try {
      setResult({ of: await use(token) });
    } catch (error) {
      setRefusal(error);
    } finally {
      setWorking(false);
    }
  }

  if (result) return children(result.of);
  const code = codeOf(refusal);
  if (token === '' || code?.endsWith('/link-invalid'))
    return <UsedLink name={name} missing={!token} code={code} />;
  return (
    <Door title={title} lead={lead}>
      <div className={classes.form}>
        {refusal !== null && <Refusal error={refusal} />}
        <Button size="lg" loading={working} onClick={() => void press()}>
          {submit}
        </Button>
      </div>
    </Door>
  );
}
