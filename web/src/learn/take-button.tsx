import { Button, type ButtonProps, Loader } from '@mantine/core';
import type { ReactNode } from 'react';

interface TakeButtonProps extends Pick<ButtonProps, 'size' | 'variant' | 'style'> {
  'aria-label'?: string;
  /** What this one brings is on its way. */
  isTaking: boolean;
  /** As long as any one is on its way, presses do nothing. */
  isBusy: boolean;
  onTake(): void;
  children: ReactNode;
}

/** Takes a reward. Not `loading`: that would disable it, and a disabled button loses the focus. */
export const TakeButton = ({ isTaking, isBusy, onTake, ...button }: TakeButtonProps) => (
  <Button
    {...button}
    aria-busy={isTaking}
    leftSection={isTaking && <Loader size={18} color="currentColor" aria-hidden />}
    onClick={() => isBusy || onTake()}
  />
);
