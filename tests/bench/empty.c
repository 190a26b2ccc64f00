/* Does nothing, linked with the libraries of apionly: what of a start is the loader's. */
int main(void)
{
    return 0;
}
