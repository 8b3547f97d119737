import { TextArea } from "../ui/text-area.tsx";
import { TextField } from "../ui/text-field.tsx";

type ApplicationFieldsProps = {
  errorOf: (path: string) => string | undefined;
  values?: { name: string; description: string };
};

/** What an application says about itself; the same when it is made and when it is changed. */
export function ApplicationFields({ errorOf, values }: ApplicationFieldsProps) {
  return (
    <>
      <TextField label="Name" name="name" defaultValue={values?.name} error={errorOf("name")} />
      <TextArea
        label="Description"
        name="description"
        defaultValue={values?.description}
        error={errorOf("description")}
        hint="What the program does with the data; owners of topics read it when they decide."
        optional
      />
    </>
  );
}
