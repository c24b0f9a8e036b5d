import type { PinPreview, TuttiErrorCode } from '@tutti/client';
import { useState } from 'react';
import { codeOf } from '../../shared/code-of.ts';
import { tutti } from '../tutti.ts';

/** Names from the server, one a roll; when they are used up it asks for more. */
export function useDice(pin: string, { suggestions }: PinPreview) {
  const [names, setNames] = useState(suggestions);
  const [rolls, setRolls] = useState(0);

  const roll = async (): Promise<{ name: string } | { code: TuttiErrorCode }> => {
    setRolls(rolls + 1);
    const [name, ...rest] = names;
    if (name !== undefined) {
      setNames(rest);
      return { name };
    }
    try {
      const [fresh, ...more] = (await tutti.previewPin(pin)).suggestions;
      setNames(more);
      return fresh === undefined ? { code: 'server/busy' } : { name: fresh };
    } catch (error) {
      return { code: codeOf(error) };
    }
  };
  return { roll, rolls };
}
