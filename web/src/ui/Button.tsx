import { type ReactNode, useId, useState } from "react";
import { announce } from "./announce";

export interface ButtonProps {
  readonly children: ReactNode;
  readonly onPress?: () => void;
  /** Why it may not be pressed now. A string makes the button refuse and show the reason; null or absent lets it act. */
  readonly reason?: string | null | undefined;
  readonly look?: "plain" | "primary" | "ink" | "ghost" | "danger" | "brass";
  readonly size?: "sm" | "lg";
  readonly block?: boolean;
  readonly type?: "button" | "submit";
  readonly label?: string;
  readonly pressed?: boolean;
  readonly expanded?: boolean;
  /** Where the reason shows; above unless there is no room. */
  readonly reasonAt?: "above" | "below";
  readonly id?: string;
  readonly autoFocus?: boolean;
}

/** A button that, when it may not be pressed, can still be reached and says why. */
export function Button({ look = "plain", size, block = false, ...rest }: ButtonProps): ReactNode {
  const kind = look === "plain" ? "" : ` btn--${look}`;
  return (
    <Pressable
      {...rest}
      block={block}
      className={`btn${kind}${size ? ` btn--${size}` : ""}${block ? " btn--block" : ""}`}
    />
  );
}

/** A square button with an icon; `label` is its name. */
export function IconButton(props: ButtonProps & { readonly label: string }): ReactNode {
  return <Pressable {...props} className="iconbtn" />;
}

interface BigButtonProps extends Omit<ButtonProps, "look" | "size" | "children"> {
  readonly children: string;
  readonly small?: string;
  readonly icon?: ReactNode;
  readonly look?: "plain" | "close" | "cut" | "brass";
}

/** A command of the chair's desk: the act, and in small what it does. */
export function BigButton({ look = "plain", icon, small, children, ...rest }: BigButtonProps): ReactNode {
  return (
    <Pressable {...rest} className={`bigbtn${look === "plain" ? "" : ` bigbtn--${look}`}`}>
      {icon}
      <span>
        {children}
        {small ? <small>{small}</small> : null}
      </span>
    </Pressable>
  );
}

export function Pressable({
  className,
  children,
  onPress,
  reason = null,
  block = false,
  type = "button",
  label,
  pressed,
  expanded,
  reasonAt = "above",
  id,
  autoFocus,
}: Omit<ButtonProps, "look" | "size"> & { readonly className: string }): ReactNode {
  const reasonId = useId();
  const [shown, setShown] = useState(false);
  const press = (): void => {
    if (reason === null) {
      onPress?.();
      return;
    }
    setShown(true);
    announce(reason);
  };
  const button = (
    <button
      // biome-ignore lint/a11y/noAutofocus: used for the first act of a dialog only
      autoFocus={autoFocus}
      id={id}
      type={reason === null ? type : "button"}
      className={className}
      onClick={press}
      onBlur={() => setShown(false)}
      aria-disabled={reason !== null || undefined}
      aria-describedby={reason !== null ? reasonId : undefined}
      aria-label={label}
      title={reason === null ? label : undefined}
      aria-pressed={pressed}
      aria-expanded={expanded}
    >
      {children}
    </button>
  );
  return (
    <span className={`reasoned${block ? " reasoned--block" : ""}`} data-shown={(shown && reason !== null) || undefined}>
      {button}
      {reason !== null && (
        <span id={reasonId} className={`reason${reasonAt === "below" ? " reason--below" : ""}`} role="tooltip">
          {reason}
        </span>
      )}
    </span>
  );
}
