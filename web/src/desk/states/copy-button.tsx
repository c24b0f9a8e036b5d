import { Button, type ButtonProps } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { copyText } from './copy-text.ts';

interface CopyButtonProps extends ButtonProps {
  value: string;
  label: string;
  done: string;
}

export function CopyButton({ value, label, done, ...rest }: CopyButtonProps) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2_500);
    return () => clearTimeout(timer);
  }, [copied]);
  const Icon = copied ? IconCheck : IconCopy;
  return (
    <Button
      variant="default"
      {...rest}
      leftSection={<Icon size={20} aria-hidden />}
      onClick={async () => setCopied(await copyText(value))}
    >
      <span aria-live="polite">{copied ? done : label}</span>
    </Button>
  );
}
