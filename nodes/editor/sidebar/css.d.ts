/** The build puts the text of a stylesheet into the script. */
declare module '*.css' {
  const text: string;
  export default text;
}
