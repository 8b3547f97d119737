"use client";

import { Button as BaseButton } from "@base-ui/react/button";
import { LoaderCircle } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";
import { useFormStatus } from "react-dom";
import { type ButtonSize, type ButtonVariant, buttonClass } from "./button-class.ts";

export type ButtonProps = Omit<ComponentProps<"button">, "className"> & {
  variant?: ButtonVariant;
  size?: ButtonSize;
  icon?: ReactNode;
  /** The work that this button started is under way: it keeps focus and its label, and does nothing when pressed again. */
  pending?: boolean;
  className?: string;
};

/** A button. It submits a form only when `type="submit"` is said. */
export function Button({ variant, size, icon, pending = false, disabled, className, children, ...rest }: ButtonProps) {
  return (
    <BaseButton
      type="button"
      {...rest}
      disabled={disabled || pending}
      focusableWhenDisabled={pending}
      aria-busy={pending || undefined}
      className={buttonClass(variant, size, className)}
    >
      {pending ? <LoaderCircle aria-hidden className="size-4 motion-safe:animate-spin" /> : icon}
      {children}
      {pending && <span className="sr-only">, working</span>}
    </BaseButton>
  );
}

/** Submits the form around it, and shows that form's action as pending by itself. */
export function SubmitButton({ pending = false, variant = "primary", ...rest }: Omit<ButtonProps, "type">) {
  const form = useFormStatus();

  return <Button {...rest} type="submit" variant={variant} pending={pending || form.pending} />;
}
