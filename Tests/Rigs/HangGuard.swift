/// How long a rig waits, in real time, for what must come. It ends a test that would hang, and measures nothing: on a machine that does
/// much else, whole films and programs take their time.
package let hangGuard = Duration.seconds(120)
